-- CreateTable
CREATE TABLE "ticket_topic" (
    "no" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "category" TEXT,
    "area" TEXT,
    "department" TEXT,
    "standing" TEXT NOT NULL,
    "callerKey" BYTEA,
    "placeKey" BYTEA,

    CONSTRAINT "ticket_topic_pkey" PRIMARY KEY ("no")
);

-- CreateIndex
CREATE INDEX "ticket_topic_receivedAt_idx" ON "ticket_topic"("receivedAt");

-- CreateIndex
CREATE INDEX "ticket_topic_callerKey_receivedAt_idx" ON "ticket_topic"("callerKey", "receivedAt");

-- CreateIndex
CREATE INDEX "ticket_topic_placeKey_receivedAt_idx" ON "ticket_topic"("placeKey", "receivedAt");
