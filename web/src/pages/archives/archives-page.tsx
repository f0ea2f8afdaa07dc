import { Empty } from "../../shell/empty.tsx";

export function ArchivesPage() {
  return <Empty title="Archives" />;
}
