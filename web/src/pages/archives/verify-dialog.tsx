import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { ArchiveDetail } from "../../../../src/server/shapes/archive-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { SelectField } from "../../fields/fields.tsx";
import { formatBytes } from "../../format/amounts.ts";
import { notify } from "../../shell/notices.ts";
import { useFocusBack } from "../../shell/use-focus-back.ts";
import classes from "./dialogs.module.css";

/** All of an archive, one session, or a sample is read and held against its checksums. */
export function VerifyDialog({ archive, onClose }: { archive: ArchiveDetail; onClose: () => void }) {
  useFocusBack();
  const [session, setSession] = useState("");
  const [percent, setPercent] = useState("100");
  const [failure, setFailure] = useState<unknown>();
  const start = async () => {
    try {
      await api.post(`/archives/${archive.id}/verify`, {
        ...(session === "" ? {} : { sessions: [Number(session)] }),
        ...(percent === "100" ? {} : { percent: Number(percent) }),
      });
      notify({ kind: "info", title: `${archive.name} will be verified` });
      onClose();
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={`Verify ${archive.name}`} size="md">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <SelectField label="What" value={session} onChange={setSession}>
          <option value="">The whole archive, {formatBytes(archive.bytes)}</option>
          {archive.sessionList.map((each) => (
            <option key={each.session} value={each.session}>
              Session {each.session}, {formatBytes(each.bytes)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="How much"
          value={percent}
          onChange={setPercent}
          hint={percent === "100" ? "Segments are read whole, and the result is noted in the archive." : undefined}
        >
          <option value="100">Every file</option>
          {["50", "20", "10", "5", "1"].map((part) => (
            <option key={part} value={part}>
              A sample: {part} % of the files
            </option>
          ))}
        </SelectField>
        {failure === undefined ? null : (
          <p role="alert" className={classes.problem}>
            {sentenceOf(failure)}
          </p>
        )}
        <div className={classes.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" data-autofocus>
            Verify
          </Button>
        </div>
      </form>
    </Modal>
  );
}
