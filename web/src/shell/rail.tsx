import { Link } from "@tanstack/react-router";
import { Icon } from "../icons/icon.tsx";
import { pages } from "../pages/pages.ts";
import classes from "./shell.module.css";

/** The pages. */
export function Rail() {
  return (
    <nav className={classes.rail} aria-label="Pages">
      {pages.map(({ path, name, icon, key }) => (
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
