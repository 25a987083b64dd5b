// SPDX-License-Identifier: GPL-3.0-or-later
// What core/pruning/verdict.cpp says, for a page without a server; tools/check_page holds one
// against the other.

function moved(threshold, atLeast, margin) {
    return atLeast ? threshold - margin * (1 - threshold) : threshold * (1 + margin);
}

/** The kind of the first rule that holds, thresholds off by `margin`. */
function kindOf(block, rules, thresholds, margin) {
    for (const rule of rules) {
        if (rule.without_strength && block.values.strength !== null) continue;
        const value = block.values[rule.key];
        if (value === null) continue;
        const threshold = moved(thresholds[rule.key], rule.at_least, margin);
        if (rule.at_least ? value >= threshold : value <= threshold) return rule.kind;
    }
    return 'live';
}

function nearKind(block, rules, thresholds, kind) {
    for (const margin of [thresholds.margin, -thresholds.margin]) {
        const other = kindOf(block, rules, thresholds, margin);
        if (other !== kind) return other;
    }
    return null;
}

function percent(fraction) {
    return general(100 * fraction) + ' %';
}

function changeByMean(values) {
    if (values.strength === null) return 'their spread is ' + general(values.spread, 2);
    return 'mean gates would change ' + percent(values.strength) + ' of its output';
}

function changeIsSmall(replacement, values, thresholds) {
    const key = replacement === 'mean' ? 'strength' : 'identity';
    return values[key] === null || values[key] <= thresholds[key];
}

function stuckSentence(values, thresholds) {
    const what = percent(values.stuck) +
        ' of its channels rest at the gate of a zero, whatever the image: it never learned';
    if (changeIsSmall('mean', values, thresholds)) return what + '; fold the mean gate';
    return what + '; yet mean gates would change ' + percent(values.strength) +
        ' of its output: measure it first';
}

function saturatedSentence(values, thresholds) {
    if (values.identity === null) {
        return percent(values.open) + ' of its gates are open: it is close to the identity; drop it';
    }
    if (values.identity <= thresholds.identity) {
        return 'gates of 1 would change ' + percent(values.identity) +
            ' of its output: it is close to the identity; drop it';
    }
    return percent(values.open) + ' of its gates are open, but gates of 1 would change ' +
        percent(values.identity) + ' of its output, and mean gates ' + percent(values.strength) +
        '; ' + (changeIsSmall('mean', values, thresholds) ? 'fold them' : 'measure it first');
}

function sentenceOf(kind, block, thresholds) {
    const values = block.values;
    if (kind === 'stuck') return stuckSentence(values, thresholds);
    if (kind === 'saturated') return saturatedSentence(values, thresholds);
    if (kind === 'constant') {
        return 'its gates hardly depend on the image, ' + changeByMean(values) + '; fold the mean gate';
    }
    const depends = 'its gates depend on the image, ' + changeByMean(values) + '; ';
    if (block.class_share === null) {
        return depends + 'how much on the class, images of two classes would tell; keep it';
    }
    return depends + percent(block.class_share) + ' of their variance lies between classes; keep it';
}

function mayGo(kind, block, replacement, thresholds) {
    if (kind === 'live') return false;
    if (kind === 'saturated' && block.stage < thresholds['late-stage']) return false;
    return changeIsSmall(replacement, block.values, thresholds);
}

/** The verdict on a block by its statistics: {block, verdict, near, prunable, replacement, why}. */
function judge(block, rules, thresholds) {
    const verdict = {block: block.block, verdict: 'unknown', near: null, prunable: false,
                     replacement: null, why: 'no image was counted'};
    if (block.counted) {
        const kind = kindOf(block, rules, thresholds, 0);
        const identity = block.values.identity;
        const byIdentity = kind === 'saturated' && (identity === null || identity <= thresholds.identity);
        const replacement = byIdentity ? 'identity' : 'mean';
        verdict.verdict = kind;
        verdict.near = nearKind(block, rules, thresholds, kind);
        verdict.prunable = mayGo(kind, block, replacement, thresholds);
        verdict.replacement = replacement;
        verdict.why = sentenceOf(kind, block, thresholds);
    }
    if (verdict.near) verdict.why += ' (near ' + verdict.near + ')';
    if (block.not_finite > 0) {
        verdict.why += '; ' + block.not_finite + ' of its gates were NaN or infinite';
        verdict.prunable = false;
    }
    if (!verdict.prunable) verdict.replacement = null;
    return verdict;
}
