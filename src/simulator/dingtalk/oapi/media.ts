import { ok, type Route } from '../api/route.ts';
import { refuseLegacy } from '../refusal.ts';

const MEGABYTE = 1024 * 1024;
/** Largest upload by type (development/upload-media-files). */
const LARGEST: Readonly<Record<string, number>> = {
  image: 20 * MEGABYTE,
  file: 20 * MEGABYTE,
  video: 20 * MEGABYTE,
  voice: 2 * MEGABYTE,
};

/** `POST /media/upload?access_token=&type=` with the multipart field `media`. */
const upload: Route = {
  method: 'POST',
  path: '/media/upload',
  token: 'app',
  answer: ({ query, upload: file }, office) => {
    const type = query.get('type') ?? '';
    const largest = Object.hasOwn(LARGEST, type) ? LARGEST[type] : undefined;
    if (largest === undefined) throw refuseLegacy(40004, '不合法的媒体文件类型');
    if (file === undefined || file.field !== 'media') throw refuseLegacy(40035, '缺少参数 media');
    if (file.bytes.length > largest) throw refuseLegacy(40006, '不合法的文件大小');
    const media_id = office.files.keep({ name: file.name, type: file.type, bytes: file.bytes });
    return ok({ errcode: 0, errmsg: 'ok', media_id, created_at: office.town.now().getTime(), type });
  },
};

export const MEDIA_ROUTES: readonly Route[] = [upload];
