-- CreateTable
CREATE TABLE "ticket_assist" (
    "department" TEXT NOT NULL,
    "no" TEXT NOT NULL,

    CONSTRAINT "ticket_assist_pkey" PRIMARY KEY ("department","no")
);

-- CreateIndex
CREATE INDEX "ticket_receivedAt_no_idx" ON "ticket"("receivedAt", "no");

-- Tickets that are there already.
INSERT INTO "ticket_assist" ("department", "no")
SELECT DISTINCT assisting, "no" FROM "ticket", jsonb_array_elements_text("state"->'coDepartments') AS assisting;
