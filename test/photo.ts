/** A JPEG of nothing but its markers, with a place in its EXIF segment. */
export const photo = (): Buffer => {
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from('GPSLatitude 26.33 GPSLongitude 116.33')]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    Buffer.from('ffe1', 'hex'),
    length,
    exif,
    Buffer.from('ffdb00430001', 'hex'),
    Buffer.alloc(64),
    Buffer.from('ffd9', 'hex'),
  ]);
};
