import { Empty } from "../../shell/empty.tsx";

export function ExportPage() {
  return <Empty title="Export" />;
}
