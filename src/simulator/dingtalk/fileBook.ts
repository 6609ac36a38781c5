import type { TownFile } from '../town/files.ts';
import { hex } from './machine.ts';

/** A file that a resident sent to the robot, or that the robot uploaded. */
export interface StoredFile {
  name: string;
  type: string;
  bytes: Buffer;
}

/** Files by download code, by temporary address and by media id. */
export class FileBook {
  readonly #byCode = new Map<string, StoredFile>();
  readonly #byLink = new Map<string, StoredFile>();
  readonly #byMedia = new Map<string, StoredFile>();

  /** A resident's photo; returns its download code. */
  photo(file: TownFile): string {
    return this.#code({ ...file, type: 'image/png' });
  }

  /** A resident's file; returns its download code. */
  document(file: TownFile): string {
    return this.#code({ ...file, type: 'application/octet-stream' });
  }

  #code(file: StoredFile): string {
    const code = `dlc${hex(16)}`;
    this.#byCode.set(code, file);
    return code;
  }

  /** A temporary address part for a download code; undefined when the code is unknown. */
  link(code: string): string | undefined {
    const file = this.#byCode.get(code);
    if (file === undefined) return undefined;
    const link = hex(16);
    this.#byLink.set(link, file);
    return link;
  }

  byLink(link: string): StoredFile | undefined {
    return this.#byLink.get(link);
  }

  /** Keeps an upload and returns its media id. */
  keep(file: StoredFile): string {
    const id = `@lAz${hex(12)}`;
    this.#byMedia.set(id, file);
    return id;
  }

  byMedia(id: string): StoredFile | undefined {
    return this.#byMedia.get(id);
  }
}
