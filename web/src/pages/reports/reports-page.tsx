import { Empty } from "../../shell/empty.tsx";

export function ReportsPage() {
  return <Empty title="Reports" />;
}
