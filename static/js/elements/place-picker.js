/** District, tehsil, office and school, filled from the directory on the phone. */

import { officesOf } from '../lib/offices.js';
import { at } from './form-data.js';
import * as phone from './phone.js';
import { define } from './parts.js';

class PlacePicker extends HTMLElement {
  /** @param {any} answers what the draft holds; own district and tehsil are in it from the start */
  async begin(answers) {
    this.directory = await phone.directory();
    this.district = this.#list('place.district');
    this.#fill('place.district', (this.directory?.districts ?? []).map(({ code, name }) => [code, name]), at(answers, 'place.district'));
    this.#follow(answers);
    this.district.addEventListener('change', () => this.#follow({}));
  }

  #list(name) {
    return this.closest('form').elements.namedItem(name);
  }

  #fill(name, options, chosen = '') {
    const list = this.#list(name);
    const blank = list.options[0];
    list.replaceChildren(blank, ...options.map(([value, label]) => new Option(label, value, false, value === chosen)));
    if (chosen && list.value !== chosen) list.append(new Option(chosen, chosen, false, true));
    list.closest('.field').hidden = !options.length && !chosen;
  }

  #follow(answers) {
    const code = this.district.value;
    const district = this.directory?.districts.find((place) => place.code === code);
    this.#fill('place.tehsil', district?.tehsils ?? [], at(answers, 'place.tehsil'));
    const offices = this.directory ? officesOf(this.directory, code) : [];
    this.#fill('accused.office', offices.map((office) => [office.code, office.name]), at(answers, 'accused.office'));
    const schools = (this.directory?.schools ?? []).filter((school) => school[1] === code);
    this.#fill('accused.school', schools.map((school) => [school[0], school[3]]), at(answers, 'accused.school'));
  }
}

define('place-picker', PlacePicker);
