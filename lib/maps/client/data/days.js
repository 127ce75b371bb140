// Day numbers, the unit of all times in the data: whole days since the first day of the crisis, which is 0.

const MS = 86400000;

export class Days {
  /**
   * @param {{epoch: string, days: number}} crisis ISO day of day number 0, and how many days there are.
   */
  constructor({ epoch, days }) {
    this.epoch = Date.parse(`${epoch}T00:00:00Z`);
    this.count = days;
    this.last = days - 1;
  }

  /**
   * The day number of an ISO day; negative before the first day.
   * @param {string} iso
   */
  number(iso) {
    return Math.round((Date.parse(`${iso}T00:00:00Z`) - this.epoch) / MS);
  }

  /**
   * The ISO day of a day number.
   * @param {number} day
   */
  iso(day) {
    return new Date(this.epoch + day * MS).toISOString().slice(0, 10);
  }

  /**
   * The nearest day number that there is.
   * @param {number} day
   */
  within(day) {
    return Math.max(0, Math.min(this.last, day));
  }

  /** The first day of every month that begins among the days, and the very first day, as ISO days. */
  months() {
    const found = [this.iso(0)];
    const month = new Date(this.epoch);
    for (;;) {
      month.setUTCMonth(month.getUTCMonth() + 1, 1);
      const iso = month.toISOString().slice(0, 10);
      if (this.number(iso) > this.last) return found;
      found.push(iso);
    }
  }
}
