import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { TextField } from "../../fields/fields.tsx";
import { notify } from "../../shell/notices.ts";
import { useFocusBack } from "../../shell/use-focus-back.ts";
import dialogs from "../archives/dialogs.module.css";
import type { ReportRange } from "./report-range.ts";

/** The report as a mail, through the mail server of the house. */
export function MailDialog({ range, onClose }: { range: ReportRange; onClose: () => void }) {
  useFocusBack();
  const [to, setTo] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const addresses = to.split(/[\s,;]+/).filter((address) => address !== "");
  const send = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await api.post("/reports/mail", { ...range, to: addresses });
      notify({ kind: "good", title: `Sent to ${addresses.join(", ")}` });
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title="Mail the report" size="md">
      <form
        className={dialogs.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (addresses.length > 0 && !busy) void send();
        }}
      >
        <p className="quiet">
          {range.since} to {range.until}: what was archived and exported, storage, and whether the audit log is whole.
        </p>
        <TextField label="To (addresses, separated by commas)" data-autofocus value={to} onChange={setTo} />
        {failure === undefined ? null : (
          <p role="alert" className={dialogs.problem}>
            {sentenceOf(failure)}
          </p>
        )}
        <div className={dialogs.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={addresses.length === 0}>
            Send
          </Button>
        </div>
      </form>
    </Modal>
  );
}
