// Reads QR codes where the browser itself cannot: fetched only when somebody turns the camera on.
import "jsqr";

/** What the code in this picture says, or an empty text. */
export function decode({ data, width, height }) {
  return self.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data ?? "";
}
