/// <reference lib="es2025.float16" />

/**
 * The numbers of half-float bits, without a copy. `Float16Array` rounds to the nearest even value, keeps subnormals,
 * infinities and NaN, and turns what is too large into infinity: what OpenEXR asks for.
 */
export const halfView = (bits: Uint16Array): Float16Array =>
  new Float16Array(bits.buffer, bits.byteOffset, bits.length);
