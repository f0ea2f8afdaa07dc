import { Button, Menu } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Icon } from "../icons/icon.tsx";
import { createProject } from "./create-project.ts";
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
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes.project ?? ""}
          rightSection={<Icon name="down" size={10} />}
        >
          <span className="visually-hidden">Project </span>
          {project?.name ?? "No project"}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {projects.map(({ id, name }) => (
          <Menu.Item
            key={id}
            onClick={() => choose(id)}
            leftSection={id === project?.id ? <Icon name="check" size={12} /> : <span className={classes.noIcon} />}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="add" size={12} />} onClick={() => void create()}>
          New project…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
