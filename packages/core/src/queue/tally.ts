/** A number of frames and their bytes. */
export class Tally {
  frames = 0;
  bytes = 0;

  add(frames: number, bytes: number): void {
    this.frames += frames;
    this.bytes += bytes;
  }

  subtract(frames: number, bytes: number): void {
    this.frames -= frames;
    this.bytes -= bytes;
  }
}
