// How much of the client the unit tests run, a line a file and the whole; measured, not required.

/** @param {AsyncIterable<{type: string, data: any}>} events */
export default async function* coverage(events) {
  for await (const { type, data } of events) {
    if (type !== "test:coverage") continue;
    const { files, totals, workingDirectory } = data.summary;
    const line = (name, { coveredLinePercent: lines, coveredBranchPercent: branches }) =>
      `${lines.toFixed(0).padStart(5)} % of lines ${branches.toFixed(0).padStart(5)} % of branches  ${name}\n`;
    yield "\n";
    for (const file of files) yield line(file.path.slice(workingDirectory.length + 1), file);
    yield line("the client", totals);
  }
}
