-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "matter" TEXT;

-- CreateTable
CREATE TABLE "matter" (
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "chain" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "month" TEXT,
    "departments" TEXT[],
    "tickets" TEXT[],
    "open" BOOLEAN NOT NULL,
    "waiting" TEXT[],
    "dueAt" TIMESTAMPTZ(3),
    "wakeAt" TIMESTAMPTZ(3),

    CONSTRAINT "matter_pkey" PRIMARY KEY ("kind","id")
);

-- CreateTable
CREATE TABLE "matter_event" (
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "via" JSONB,
    "body" JSONB NOT NULL,
    "chain" TEXT NOT NULL,

    CONSTRAINT "matter_event_pkey" PRIMARY KEY ("kind","id","seq")
);

-- CreateIndex
CREATE INDEX "matter_kind_month_idx" ON "matter"("kind", "month");

-- CreateIndex
CREATE INDEX "matter_wakeAt_idx" ON "matter"("wakeAt");

-- CreateIndex
CREATE INDEX "matter_waiting_idx" ON "matter" USING GIN ("waiting");

-- CreateIndex
CREATE INDEX "matter_tickets_idx" ON "matter" USING GIN ("tickets");

-- CreateIndex
CREATE INDEX "matter_event_at_idx" ON "matter_event"("at");

-- CreateIndex
CREATE INDEX "delivery_matter_idx" ON "delivery"("matter");
