-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "department" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],
    "group" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "department_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "roles" TEXT[],
    "wecom" TEXT,
    "dingtalk" TEXT,
    "fields" TEXT[],
    "roster" TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat" (
    "platform" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "department" TEXT,
    "scope" TEXT,
    "webhookKey" TEXT,
    "boundAt" TIMESTAMPTZ(3),
    "boundBy" TEXT,

    CONSTRAINT "chat_pkey" PRIMARY KEY ("platform","id")
);

-- CreateTable
CREATE TABLE "ticket" (
    "no" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "chain" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "department" TEXT,
    "urgent" BOOLEAN NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "dispatchedAt" TIMESTAMPTZ(3),
    "claimDueAt" TIMESTAMPTZ(3),
    "claimedAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "wakeAt" TIMESTAMPTZ(3),
    "waiting" TEXT[],
    "intakeDigest" TEXT NOT NULL,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "ticket_text" (
    "no" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "clearedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_text_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "ticket_event" (
    "no" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "via" JSONB,
    "body" JSONB NOT NULL,
    "before" TEXT,
    "after" TEXT NOT NULL,
    "chain" TEXT NOT NULL,

    CONSTRAINT "ticket_event_pkey" PRIMARY KEY ("no","seq")
);

-- CreateTable
CREATE TABLE "inbox" (
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answer" JSONB,
    "answerId" TEXT,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "nonce" (
    "key" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "nonce_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "card" (
    "ref" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "tickets" TEXT[],
    "card" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "card_pkey" PRIMARY KEY ("ref")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL,
    "occasion" TEXT,
    "platform" TEXT NOT NULL,
    "chat" TEXT,
    "person" TEXT,
    "personId" TEXT,
    "kind" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "letter" JSONB,
    "reference" JSONB,
    "reply" JSONB,
    "cardRef" TEXT,
    "tickets" TEXT[],
    "reminds" TEXT[],
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "code" TEXT,
    "channel" TEXT,
    "queue" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "heldUntil" TIMESTAMPTZ(3),
    "nextTry" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "order" BIGSERIAL NOT NULL,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_note" (
    "platform" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "platform_note_pkey" PRIMARY KEY ("platform","key")
);

-- CreateTable
CREATE TABLE "platform_token" (
    "key" TEXT NOT NULL,
    "value" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_token_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "job_run" (
    "job" TEXT NOT NULL,
    "scheduledFor" TIMESTAMPTZ(3) NOT NULL,
    "claimedBy" TEXT NOT NULL,
    "claimedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heldUntil" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "job_run_pkey" PRIMARY KEY ("job","scheduledFor")
);

-- CreateTable
CREATE TABLE "league_table" (
    "kind" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "table" JSONB NOT NULL,
    "factsSha256" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "league_table_pkey" PRIMARY KEY ("kind","period","version")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "version" INTEGER NOT NULL,
    "from" DATE NOT NULL,
    "document" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "holiday_year" (
    "year" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "holiday_year_pkey" PRIMARY KEY ("year")
);

-- CreateTable
CREATE TABLE "dialogue" (
    "platform" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "pending" JSONB NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dialogue_pkey" PRIMARY KEY ("platform","person")
);

-- CreateTable
CREATE TABLE "disclosure" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "ticket" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "via" TEXT NOT NULL,

    CONSTRAINT "disclosure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" TEXT NOT NULL,
    "ticket" TEXT,
    "by" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "name" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "note" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "note_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_wecom_key" ON "person"("wecom");

-- CreateIndex
CREATE UNIQUE INDEX "person_dingtalk_key" ON "person"("dingtalk");

-- CreateIndex
CREATE INDEX "chat_department_idx" ON "chat"("department");

-- CreateIndex
CREATE INDEX "ticket_status_department_idx" ON "ticket"("status", "department");

-- CreateIndex
CREATE INDEX "ticket_department_dispatchedAt_idx" ON "ticket"("department", "dispatchedAt");

-- CreateIndex
CREATE INDEX "ticket_closedAt_idx" ON "ticket"("closedAt");

-- CreateIndex
CREATE INDEX "ticket_dispatchedAt_idx" ON "ticket"("dispatchedAt");

-- CreateIndex
CREATE INDEX "ticket_wakeAt_idx" ON "ticket"("wakeAt");

-- CreateIndex
CREATE INDEX "ticket_waiting_idx" ON "ticket" USING GIN ("waiting");

-- CreateIndex
CREATE INDEX "ticket_event_at_idx" ON "ticket_event"("at");

-- CreateIndex
CREATE INDEX "ticket_event_type_at_idx" ON "ticket_event"("type", "at");

-- CreateIndex
CREATE INDEX "inbox_seenAt_idx" ON "inbox"("seenAt");

-- CreateIndex
CREATE INDEX "nonce_seenAt_idx" ON "nonce"("seenAt");

-- CreateIndex
CREATE INDEX "card_tickets_idx" ON "card" USING GIN ("tickets");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_occasion_key" ON "delivery"("occasion");

-- CreateIndex
CREATE INDEX "delivery_state_heldUntil_idx" ON "delivery"("state", "heldUntil");

-- CreateIndex
CREATE INDEX "delivery_state_nextTry_idx" ON "delivery"("state", "nextTry");

-- CreateIndex
CREATE INDEX "delivery_tickets_idx" ON "delivery" USING GIN ("tickets");

-- CreateIndex
CREATE INDEX "delivery_cardRef_idx" ON "delivery"("cardRef");

-- CreateIndex
CREATE INDEX "delivery_platform_chat_kind_at_idx" ON "delivery"("platform", "chat", "kind", "at");

-- CreateIndex
CREATE INDEX "delivery_personId_kind_at_idx" ON "delivery"("personId", "kind", "at");

-- CreateIndex
CREATE INDEX "job_run_scheduledFor_idx" ON "job_run"("scheduledFor");

-- CreateIndex
CREATE INDEX "disclosure_ticket_idx" ON "disclosure"("ticket");

-- CreateIndex
CREATE INDEX "attachment_ticket_idx" ON "attachment"("ticket");
