/** What a command found: for people, and for machines with `--json`. `failed`: exit 1 although it ran. */
export interface Printed {
  json: unknown;
  text: string;
  failed?: boolean;
}

/** Exit codes: fine, refused or failed, wrong usage. */
export const EXIT = { fine: 0, failed: 1, usage: 2 } as const;

export const JSON_FLAG = ['--json', '输出 JSON'] as const;

/** Prints what a command found, as JSON when asked, and sets the exit code. */
export const print = async (found: Promise<Printed> | Printed, asJson: boolean | undefined): Promise<void> => {
  const { json, text, failed } = await found;
  console.log(asJson ? JSON.stringify(json, null, 2) : text);
  if (failed) process.exitCode = EXIT.failed;
};
