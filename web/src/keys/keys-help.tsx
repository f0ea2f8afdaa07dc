import { Modal } from "@mantine/core";
import { keyCaps } from "./key-chord.ts";
import { keyRegistry, spellings } from "./key-registry.ts";
import classes from "./keys-help.module.css";

/** All keys that work now. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="lg">
      <div className={classes.columns}>
        {opened &&
          keyRegistry.groups.toReversed().map(({ title, bindings }) => (
            <section key={title} className={classes.group}>
              <h3>{title}</h3>
              <dl>
                {bindings.map(({ keys, label }) => (
                  <div key={keys} className={classes.line}>
                    <dt>
                      <Ways keys={keys} />
                    </dt>
                    <dd>{label}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Modal>
  );
}

function Ways({ keys }: { keys: string }) {
  return spellings({ keys }).map((way) => (
    <span key={way} className={classes.way}>
      {way.split(" ").map((chord) => keyCaps(chord).map((cap) => <kbd key={`${chord} ${cap}`}>{cap}</kbd>))}
    </span>
  ));
}
