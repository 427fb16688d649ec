import { open } from 'node:fs/promises';

const [WIDTH, HEIGHT, FPS, SECONDS] = [1280, 720, 30, 2];

/**
 * Writes a film in which shapes move over a background with the noise of a sensor: as hard to encode as a camera's picture,
 * unlike the test pattern of the browser. The end leads to the start, because the browser repeats it.
 *
 * @param {string} path  of a Y4M file
 */
export async function writeCameraFile(path) {
  const file = await open(path, 'w');
  await file.write(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FPS}:1 Ip A1:1 C420jpeg\n`);
  const frames = FPS * SECONDS;
  for (let frame = 0; frame < frames; frame += 1) {
    await file.write('FRAME\n');
    await file.write(luma((2 * Math.PI * frame) / frames));
    await file.write(Buffer.alloc((WIDTH * HEIGHT) / 2, 128));
  }
  await file.close();
}

/** @param {number} phase  0 to 2π */
function luma(phase) {
  const pixels = Buffer.alloc(WIDTH * HEIGHT);
  const columns = Float32Array.from({ length: WIDTH }, (_, x) => 40 * Math.sin(x / 40 + phase));
  for (let y = 0, i = 0; y < HEIGHT; y += 1) {
    const row = 40 * Math.cos(y / 30 - phase);
    for (let x = 0; x < WIDTH; x += 1, i += 1) pixels[i] = 128 + columns[x] + row + 8 * (Math.random() - 0.5);
  }
  return pixels;
}
