import { Link } from "@tanstack/react-router";
import { Icon } from "../icons/icon.tsx";
import { pages } from "../pages/pages.ts";
import classes from "./shell.module.css";
import { useMay } from "./use-may.ts";

/** The pages. */
export function Rail() {
  const mayExport = useMay("artist");
  return (
    <nav className={classes.rail} aria-label="Pages">
      {pages
        .filter(({ path }) => mayExport || path !== "/export")
        .map(({ path, name, icon, key }) => (
          <Link
            key={path}
            to={path}
            search={({ project }) => ({ project })}
            className={classes.railLink}
            title={`${name} (G then ${key.toUpperCase()})`}
          >
            <Icon name={icon} size={18} />
            {name}
          </Link>
        ))}
    </nav>
  );
}
