// SPDX-License-Identifier: GPL-3.0-or-later
// Which classes figures show.

const kMostListed = 500;

/** A filter over `classes` ({name, n}), of which the indices `able` can be chosen. `changed` is
 * called with the chosen ones, in the order of the profile. */
class ClassFilter {
    constructor(changed) {
        this.changed = changed;
        this.chosen = new Set();
        this.search = element('input', {type: 'search', id: 'class-search', input: () => this.list(),
                                        placeholder: 'find a class', 'aria-label': 'Find a class'});
        this.items = element('ul', {class: 'classes'});
        this.count = element('p', {class: 'note', 'aria-live': 'polite'});
        const button = (words, able) => element('button', {type: 'button', click: () => this.choose(able())}, words);
        this.place = element('section', {class: 'box', 'aria-labelledby': 'classes-heading'},
            element('h2', {id: 'classes-heading'}, 'Classes'), this.search,
            element('div', {class: 'buttons'}, button('most different', () => this.first),
                    button('all', () => this.able), button('none', () => [])),
            this.items, this.count);
    }

    show(classes, able, first) {
        const before = this.able;
        this.classes = classes;
        this.able = able;
        this.first = first.filter((cls) => able.includes(cls));
        // What is chosen stays while a profile grows.
        const stays = before !== undefined && [...this.chosen].every((cls) => able.includes(cls)) && this.chosen.size > 0;
        if (!stays) this.chosen = new Set(this.first);
        this.list();
    }

    forget() {
        this.able = undefined;
        this.chosen = new Set();
    }

    choose(classes) {
        this.chosen = new Set(classes);
        this.list();
        this.changed();
    }

    /** Ascending. */
    values() {
        return [...this.chosen].sort((a, b) => a - b);
    }

    list() {
        const wanted = this.search.value.trim().toLowerCase();
        const found = this.able.filter((cls) => this.classes[cls].name.toLowerCase().includes(wanted));
        const items = found.slice(0, kMostListed).map((cls) => {
            const box = element('input', {type: 'checkbox', value: cls, change: () => {
                if (box.checked) this.chosen.add(cls); else this.chosen.delete(cls);
                this.say(found.length);
                this.changed();
            }});
            box.checked = this.chosen.has(cls);
            return element('li', {}, element('label', {}, box, element('span', {}, this.classes[cls].name),
                                             element('small', {}, grouped(this.classes[cls].n))));
        });
        this.items.replaceChildren(...items);
        this.say(found.length);
    }

    say(found) {
        const shown = found > kMostListed ? ', the first ' + kMostListed + ' are listed' : '';
        this.count.textContent = this.chosen.size + ' of ' + this.able.length + ' chosen; ' + found + ' found' + shown;
    }
}
