import { Empty } from "../../shell/empty.tsx";

export function TracePage() {
  return <Empty title="Trace" />;
}
