/** A question that a script asks a person. */
export interface Dialog {
  readonly title: string;
  readonly message: string;
  /** `info`, `warning`, `error`, `question`. */
  readonly level: string;
  /** At least one. */
  readonly buttons: readonly string[];
}

/** Who answers for a person that a script asks; nothing where nobody is there. */
export interface DialogAnswers {
  /** @returns one of the buttons. */
  choose(dialog: Dialog): Promise<string>;
  /** @returns the paths that were typed, none when nothing was. */
  paths(question: { readonly title: string; readonly path: string }): Promise<readonly string[]>;
}
