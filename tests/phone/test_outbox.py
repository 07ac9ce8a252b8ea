"""The outbox's rules by themselves: nothing deletes, nothing changes what was queued."""

from tests.phone_modules import Run

MADE = """
    const rules = await import('/js/outbox/outbox.js');
    const place = { district: 'PK512', village: 'v' };
    const fields = { text: 'words', category: 'W', place };
    const draft = rules.newDraft({ id: 'i', account: 'a', slip: '123', fields }, 5);
    const bytes = rules.frozenBytes(draft, { device: 'd' });
    const row = rules.queued(draft, bytes, 'digest', 7);
    const reference = 'KRK-26-000001';
    const receipt = { id: 'i', payload_sha256: 'digest', received_at: 't', reference };
"""
MOVES = """async () => {
    const rules = await import('/js/outbox/outbox.js');
    const states = Object.keys(rules.MOVES);
    const found = [];
    const row = { id: 'i', sha256: 'x', type: 'complaint', fields: {}, attempts: 0 };
    const receipt = { id: 'i', payload_sha256: 'x', received_at: 't' };
    const moves = [
        (one) => rules.received(one, { receipt }, 1),
        (one) => rules.queued(one, new Uint8Array(), 'x', 1),
        (one) => rules.failed(one, { kind: 'user', code: 'x', status: 422 }, 1),
        (one) => rules.superseded(one, 1),
        (one) => rules.pruned(one, 1),
    ];
    for (const state of states) for (const move of moves) {
        try {
            const after = move({ ...row, state });
            if (after.state !== state) found.push([state, after.state]);
        } catch (error) { if (error.name !== 'MoveError') throw error; }
    }
    return found;
}"""
EVERY_STATUS = (
    """async () => {"""
    + MADE
    + """
    const { classify } = await import('/js/lib/http.js');
    const became = [];
    for (let status = 300; status < 600; status += 1) {
        for (const code of ['', 'login', 'id-reused', 'device-revoked', 'never-heard-of']) {
            const after = rules.failed(row, classify(status, { code }), 100);
            const isSame = after.bytes === row.bytes && after.sha256 === row.sha256;
            became.push([status, code, after.state, isSame]);
        }
    }
    return became;
}"""
)


def test_only_these_moves_exist(in_chromium: Run) -> None:
    assert sorted(in_chromium(MOVES)) == [
        ["done", "pruned"],
        ["draft", "queued"],
        ["held", "done"],
        ["held", "withdrawn"],
        ["queued", "done"],
        ["queued", "held"],
        ["queued", "withdrawn"],
    ]


def test_no_answer_of_any_server_deletes_or_changes_a_row(in_chromium: Run) -> None:
    for status, code, state, is_same in in_chromium(EVERY_STATUS):
        assert state in {"queued", "held"}, (status, code)
        assert is_same, (status, code)


def test_what_is_queued_stands_in_its_bytes_alone(in_chromium: Run) -> None:
    row, text, card = in_chromium(f"""async () => {{{MADE}
        return [{{ ...row, bytes: null }}, new TextDecoder().decode(bytes), row.card];
    }}""")
    assert "fields" not in row
    assert '"slip":"123"' in text
    assert '"text":"words"' in text
    assert card == {"kind": "complaint", "category": "W", "district": "PK512", "village": "v"}


def test_a_receipt_of_other_bytes_moves_nothing(in_chromium: Run) -> None:
    failed = in_chromium(f"""async () => {{{MADE}
        const others = [{{ ...receipt, payload_sha256: 'other' }}, {{ ...receipt, id: 'j' }}, null];
        return others.map((wrong) => {{
            try {{ return rules.received(row, {{ receipt: wrong }}, 9).state; }}
            catch (error) {{ return error.code; }}
        }});
    }}""")
    assert failed == ["move"] * 3


def test_the_slip_code_goes_when_it_was_shown_and_the_receipt_is_there(in_chromium: Run) -> None:
    slips = in_chromium(f"""async () => {{{MADE}
        const sent = rules.received(row, {{ receipt, state: 'received' }}, 9);
        const shown = rules.slipShown(row, 8);
        const both = [rules.slipShown(sent, 10), rules.received(shown, {{ receipt }}, 9)];
        return [sent.slip, shown.slip, ...both.map((one) => one.slip ?? null), sent.bytes ?? null];
    }}""")
    assert slips == ["123", "123", None, None, None]


def test_waiting_grows_to_half_an_hour_with_full_jitter(in_chromium: Run) -> None:
    longest, spread, asked = in_chromium("""async () => {
        const { backoffMs, waitMs } = await import('/js/outbox/outbox.js');
        const waits = [0, 1, 2, 3, 8, 9, 40, 4000].map((n) => backoffMs(n, () => 1));
        const spread = [0, 0.5].map((drawn) => backoffMs(3, () => drawn));
        return [waits, spread, [0, 1].map((drawn) => waitMs(60000, 9, () => drawn))];
    }""")
    assert longest == [5000, 10_000, 20_000, 40_000, 1_280_000, 1_800_000, 1_800_000, 1_800_000]
    assert spread == [0, 20_000]
    assert asked == [60_000, 90_000]


def test_bytes_that_arrive_damaged_twice_need_the_user(in_chromium: Run) -> None:
    states = in_chromium(f"""async () => {{{MADE}
        const damaged = {{ kind: 'retry', status: 400, code: 'digest-mismatch' }};
        const once = rules.failed(row, damaged, 9);
        return [once.state, rules.failed(once, damaged, 10).state];
    }}""")
    assert states == ["queued", "held"]


def test_a_held_account_does_not_count_as_tries(in_chromium: Run) -> None:
    attempts = in_chromium(f"""async () => {{{MADE}
        return rules.failed(row, {{ kind: 'hold', status: 401, code: 'login' }}, 9).attempts;
    }}""")
    assert attempts == 0


def test_an_act_is_frozen_like_a_complaint(in_chromium: Run) -> None:
    text = in_chromium("""async () => {
        const rules = await import('/js/outbox/outbox.js');
        const row = rules.newAct({ id: 'x', account: 'a', act: 'answer', complaint: 'c' }, 1);
        const act = { lang: 'ps', at: 't', fields: { text: 'y' } };
        return new TextDecoder().decode(rules.frozenBytes(row, { device: 'd' }, act));
    }""")
    assert text == (
        '{"schema":1,"id":"x","account":"a","device":"d","act":"answer","complaint":"c",'
        '"lang":"ps","at":"t","fields":{"text":"y"},"attachments":[]}'
    )
