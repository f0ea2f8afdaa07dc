import { useQueryClient } from "@tanstack/react-query";
import { Icon } from "../icons/icon.tsx";
import { createProject } from "./create-project.ts";
import { MenuButton } from "./menu-button.tsx";
import classes from "./shell.module.css";
import { useProject } from "./use-project.ts";

/** The project that is looked at, and the others. */
export function ProjectSwitch() {
  const { project, projects, choose } = useProject();
  const queries = useQueryClient();
  const create = async () => {
    const id = await createProject(queries);
    if (id !== undefined) choose(id);
  };
  return (
    <MenuButton
      label="Projects"
      variant="subtle"
      color="gray"
      className={classes.project ?? ""}
      rightSection={<Icon name="down" size={10} />}
      items={[
        ...projects.map(({ id, name }) => ({
          kind: "item" as const,
          label: name,
          run: () => choose(id),
          icon: id === project?.id ? <Icon name="check" size={12} /> : <span className={classes.noIcon} />,
        })),
        { kind: "line" },
        { kind: "item", label: "New project…", run: () => void create(), icon: <Icon name="add" size={12} /> },
      ]}
    >
      <span className="visually-hidden">Project </span>
      {project?.name ?? "No project"}
    </MenuButton>
  );
}
