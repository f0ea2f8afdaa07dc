import { useQueryClient } from "@tanstack/react-query";
import { Icon } from "../icons/icon.tsx";
import { createProject } from "./create-project.ts";
import { MenuButton } from "./menu-button.tsx";
import classes from "./shell.module.css";
import { useProject } from "./use-project.ts";
import { useMay } from "./use-may.ts";

/** The project that is looked at, and the others. */
export function ProjectSwitch() {
  const { project, projects, choose } = useProject();
  const mayMake = useMay("lead");
  const queries = useQueryClient();
  const create = async () => {
    const id = await createProject(queries);
    if (id !== undefined) choose(id);
  };
  const newProject = {
    kind: "item" as const,
    label: "New project…",
    run: () => void create(),
    icon: <Icon name="add" size={12} />,
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
        ...(mayMake ? [{ kind: "line" as const }, newProject] : []),
      ]}
    >
      <span className="visually-hidden">Project </span>
      {project?.name ?? "No project"}
    </MenuButton>
  );
}
