/** What a form is about. */
export interface About {
  /** How a reader knows it; what is filled in is kept under it. */
  name: string;
  /** A ticket's number, or a matter; neither: the command is about nothing it names. */
  ticket?: string;
  matter?: { kind: string; id: string };
  /** What of it is decided, in a sentence. */
  words?: string;
}
