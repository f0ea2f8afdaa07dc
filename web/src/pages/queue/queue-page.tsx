import { Empty } from "../../shell/empty.tsx";

export function QueuePage() {
  return <Empty title="Queue" />;
}
