-- CreateTable
CREATE TABLE "desk_act" (
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "via" JSONB,
    "chain" TEXT NOT NULL,

    CONSTRAINT "desk_act_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE INDEX "desk_act_at_idx" ON "desk_act"("at");

-- CreateIndex
CREATE INDEX "delivery_order_idx" ON "delivery"("order");

-- CreateIndex
CREATE INDEX "disclosure_at_idx" ON "disclosure"("at");
