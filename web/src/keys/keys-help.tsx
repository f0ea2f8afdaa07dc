import { Modal } from "@mantine/core";
import { keyCaps } from "./key-chord.ts";
import { type KeyBinding, keyRegistry, shownKeys } from "./key-registry.ts";
import classes from "./keys-help.module.css";
import { everywhere } from "./everywhere.ts";
import { useFocusBack } from "../shell/use-focus-back.ts";

/** All keys that work now. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  useFocusBack();
  return (
    <Modal opened onClose={onClose} title="Keys" size="min(1080px, 94vw)">
      <div className={classes.columns}>
        {inOrder(keyRegistry.groups).map(({ title, bindings }) => (
          <section key={title} className={classes.group}>
            <h3>{title}</h3>
            <dl>
              {bindings.map((binding) => (
                <div key={binding.keys} className={classes.line}>
                  <dt>
                    <Ways binding={binding} />
                  </dt>
                  <dd>{binding.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

/** What the page itself is about comes first, what works anywhere last. */
const inOrder = (groups: typeof keyRegistry.groups) =>
  groups.toSorted(
    (a, b) => Number(a.title === everywhere) - Number(b.title === everywhere) || b.bindings.length - a.bindings.length,
  );

function Ways({ binding }: { binding: KeyBinding }) {
  return shownKeys(binding).map((way) => (
    <span key={way} className={classes.way}>
      {way.split(" ").map((chord) => keyCaps(chord).map((cap) => <kbd key={`${chord} ${cap}`}>{cap}</kbd>))}
    </span>
  ));
}
