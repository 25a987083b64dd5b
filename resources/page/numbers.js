// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as the program writes them.

/** Floats of 32 bits, little-endian, out of base64. */
function floats(text) {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; ++i) bytes[i] = letters.charCodeAt(i);
    return new Float32Array(bytes.buffer);
}

/** The first `digits` significant digits of a number as a whole, and its exponent; halves go to
 * the even one, as in C. */
function significant(value, digits) {
    const [mantissa, power] = Math.abs(value).toExponential(60).split('e');
    const all = mantissa.replace('.', '');
    const rest = all.slice(digits);
    let kept = Number(all.slice(0, digits));
    let exponent = Number(power);
    const half = rest[0] === '5' && !/[1-9]/.test(rest.slice(1));
    if (half ? kept % 2 === 1 : rest[0] >= '5') ++kept;
    if (kept >= 10 ** digits) {
        kept /= 10;
        ++exponent;
    }
    return {kept: String(kept).padStart(digits, '0'), exponent};
}

/** As printf's "%.3g", or "%#.3g" where zeros stay. */
function general(value, digits = 3, zeros = false) {
    if (value === null || Number.isNaN(value)) return '-';
    if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
    const sign = value < 0 ? '-' : '';
    const {kept, exponent} = value === 0 ? {kept: '0'.repeat(digits), exponent: 0}
                                         : significant(value, digits);
    const trimmed = (text) => zeros ? text.replace(/\.$/, '') : text.replace(/\.?0*$/, '');
    if (exponent < -4 || exponent >= digits) {
        const size = String(Math.abs(exponent)).padStart(2, '0');
        const mantissa = trimmed(kept[0] + '.' + kept.slice(1));
        return sign + mantissa + 'e' + (exponent < 0 ? '-' : '+') + size;
    }
    if (exponent < 0) return sign + trimmed('0.' + '0'.repeat(-exponent - 1) + kept);
    return sign + trimmed(kept.slice(0, exponent + 1) + '.' + kept.slice(exponent + 1));
}

/** "0.830": as figures are read out. */
function threeDigits(value) {
    return general(value, 3, true);
}

/** "1,250". */
function grouped(whole) {
    return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "2 min 34 s". */
function duration(seconds) {
    const whole = Math.max(0, Math.round(seconds));
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    if (hours > 0) return hours + ' h ' + minutes + ' min';
    return minutes > 0 ? minutes + ' min ' + whole % 60 + ' s' : whole + ' s';
}
