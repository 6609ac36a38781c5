-- CreateTable
CREATE TABLE "ticket_fact" (
    "ticket" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "counts" INTEGER NOT NULL,
    "doneAt" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "excluded" TEXT,
    "because" TEXT,

    CONSTRAINT "ticket_fact_pkey" PRIMARY KEY ("ticket","key")
);

-- CreateIndex
CREATE INDEX "ticket_fact_at_idx" ON "ticket_fact"("at");

-- CreateIndex
CREATE INDEX "ticket_fact_doneAt_idx" ON "ticket_fact"("doneAt");
