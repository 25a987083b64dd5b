// SPDX-License-Identifier: GPL-3.0-or-later
// One channel: searched by block and number, or picked in a figure; its classes by mean gate.

const kMostRanked = 100;

class ChannelSearch {
    constructor(picked) {
        this.picked = picked;
        this.mark = null;
        this.block = element('select', {id: 'channel-block', change: () => this.pick()});
        this.number = element('input', {type: 'number', min: 0, value: 0, step: 1, id: 'channel-number',
                                        change: () => this.pick()});
        this.answer = element('div', {class: 'ranking', 'aria-live': 'polite'});
        this.forget();
        this.place = element('section', {class: 'box', 'aria-labelledby': 'channel-heading'},
            element('h2', {id: 'channel-heading'}, 'Channel'),
            element('div', {class: 'buttons'}, labelled('block', this.block), labelled('channel', this.number)),
            this.answer);
    }

    show(overview) {
        this.overview = overview;
        const before = this.block.value;
        this.block.replaceChildren(...overview.blocks.map((block, i) => element('option', {value: i}, block.name)));
        if (before !== '' && before < overview.blocks.length) this.block.value = before;
    }

    forget() {
        this.mark = null;
        this.answer.replaceChildren(element('p', {class: 'note'},
            'Choose a channel here, or in a figure: its classes by mean gate.'));
    }

    /** Of the fields. */
    pick() {
        const block = Number(this.block.value);
        const channels = this.overview.blocks[block].channels;
        const channel = Math.min(Math.max(Math.round(Number(this.number.value)) || 0, 0), channels - 1);
        this.picked({block, channel});
    }

    /** Marks a channel; its classes follow by `rank`. */
    set(mark) {
        this.mark = mark;
        this.block.value = mark.block;
        this.number.max = this.overview.blocks[mark.block].channels - 1;
        this.number.value = mark.channel;
    }

    rank(ranked) {
        const {name} = this.overview.blocks[ranked.block];
        const rows = ranked.classes.slice(0, kMostRanked).map((each) => {
            const spread = each.deviation === null ? '' : ' ± ' + threeDigits(each.deviation);
            const extremes = each.min === undefined ? null : 'from ' + threeDigits(each.min) + ' to ' + threeDigits(each.max);
            const bar = element('meter', {min: 0, max: 1, value: Math.min(Math.max(each.mean || 0, 0), 1),
                                          'aria-hidden': 'true'});
            return element('li', {title: extremes}, element('span', {class: 'name'}, this.overview.classes[each.cls].name),
                           bar, element('span', {class: 'number'}, threeDigits(each.mean) + spread));
        });
        const more = ranked.classes.length - rows.length;
        this.answer.replaceChildren(
            element('h3', {}, name + ', channel ' + grouped(ranked.channel)), element('ol', {}, ...rows),
            element('p', {class: 'note'}, 'Mean ± one standard deviation over the images of a class' +
                    (more > 0 ? '; ' + grouped(more) + ' more classes are not listed.' : '.')));
    }
}
