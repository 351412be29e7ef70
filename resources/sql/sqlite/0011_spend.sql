-- What language models cost, in tokens and millionths of a US dollar. day: days of UTC since 1970-01-01.
CREATE TABLE spend_day (
    day INTEGER NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    calls INTEGER NOT NULL,
    unpriced_calls INTEGER NOT NULL,
    input INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write INTEGER NOT NULL,
    cache_write_hour INTEGER NOT NULL,
    output INTEGER NOT NULL,
    micro_dollars INTEGER NOT NULL,
    PRIMARY KEY (day, provider, model)
) WITHOUT ROWID;

-- The same by ticket. Numbers alone: they stay when the ticket goes.
CREATE TABLE spend_ticket (
    ticket TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    calls INTEGER NOT NULL,
    unpriced_calls INTEGER NOT NULL,
    input INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write INTEGER NOT NULL,
    cache_write_hour INTEGER NOT NULL,
    output INTEGER NOT NULL,
    micro_dollars INTEGER NOT NULL,
    PRIMARY KEY (ticket, provider, model)
) WITHOUT ROWID;
