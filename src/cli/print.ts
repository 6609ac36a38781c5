/** What a command found: for people, and for machines with `--json`. `failed`: exit 1 although it ran. */
export interface Printed {
  json: unknown;
  text: string;
  failed?: boolean;
}
