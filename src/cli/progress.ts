const WIDTH = 20;

/** A bar on the terminal's error output, where long work shows how far it is; undefined where nobody looks on. */
export const progressBar = (unit: string): ((done: number, of: number) => void) | undefined =>
  process.stderr.isTTY
    ? (done, of) => {
        const filled = Math.round((Math.min(done, of) / Math.max(of, 1)) * WIDTH);
        process.stderr.write(
          `\r[${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${done}/${of} ${unit}${done >= of ? '\n' : ''}`,
        );
      }
    : undefined;
