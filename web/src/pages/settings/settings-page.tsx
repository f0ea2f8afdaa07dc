import { Empty } from "../../shell/empty.tsx";

export function SettingsPage() {
  return <Empty title="Settings" />;
}
