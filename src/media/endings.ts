/** Assets that may come to their end at a time: each has a file of which little is still on its way to the disk. */
const most = 2;

/** Ends of assets (verify, hash, bring to the disk, rename) that go on beside the frames of the next ones. */
export class Endings {
  readonly #underWay = new Set<Promise<void>>();

  /** Takes an end that is under way and never rejects; waits until there is room for another. */
  async add(end: Promise<void>): Promise<void> {
    this.#underWay.add(end);
    void end.then(() => this.#underWay.delete(end));
    if (this.#underWay.size >= most) await Promise.race(this.#underWay);
  }

  get any(): boolean {
    return this.#underWay.size > 0;
  }

  async all(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
