-- What the company keeps. Owned by a role nobody signs in as: an owner would be exempt from row security.
CREATE SCHEMA company AUTHORIZATION company_owner;
SET ROLE company_owner;
SET search_path = company;

CREATE TABLE departments (
    id          integer PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    cost_center text NOT NULL,
    location    text NOT NULL
);

CREATE TABLE employees (
    id         integer PRIMARY KEY,
    name       text NOT NULL,
    title      text NOT NULL,
    department text NOT NULL,
    region     text NOT NULL,
    manager_id integer,
    hired_on   date NOT NULL,
    salary     numeric(12, 2) NOT NULL CHECK (salary >= 0)
);

CREATE TABLE customers (
    id             integer PRIMARY KEY,
    name           text NOT NULL UNIQUE,
    region         text NOT NULL,
    industry       text NOT NULL,
    customer_since date NOT NULL,
    credit_limit   numeric(12, 2) NOT NULL
);

CREATE TABLE deals (
    id          integer PRIMARY KEY,
    title       text NOT NULL,
    customer_id integer NOT NULL,
    region      text NOT NULL,
    owner       text NOT NULL,
    amount      numeric(12, 2) NOT NULL CHECK (amount >= 0),
    stage       text NOT NULL CHECK (stage IN ('prospecting', 'qualified', 'proposal', 'negotiation', 'won', 'lost')),
    created_on  date NOT NULL,
    closed_on   date,
    CONSTRAINT closed_when_won_or_lost CHECK ((stage IN ('won', 'lost')) = (closed_on IS NOT NULL))
);

CREATE TABLE tickets (
    id          integer PRIMARY KEY,
    subject     text NOT NULL,
    customer_id integer NOT NULL,
    assignee    text NOT NULL,
    priority    text NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    status      text NOT NULL CHECK (status IN ('open', 'pending', 'closed')),
    opened_on   date NOT NULL,
    closed_on   date,
    CONSTRAINT closed_has_a_day CHECK ((status = 'closed') = (closed_on IS NOT NULL))
);

RESET ROLE;
