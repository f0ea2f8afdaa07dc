import { Empty } from "../../shell/empty.tsx";

export function HooksPage() {
  return <Empty title="Hooks" />;
}
