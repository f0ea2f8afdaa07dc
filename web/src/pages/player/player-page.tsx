import { Empty } from "../../shell/empty.tsx";

export function PlayerPage() {
  return <Empty title="Player" />;
}
