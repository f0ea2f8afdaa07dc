import { Link } from "@tanstack/react-router";
import { Empty } from "./empty.tsx";

export function NotFound() {
  return (
    <Empty title="There is no such page">
      <Link to="/desktop">To the Desktop</Link>
    </Empty>
  );
}
