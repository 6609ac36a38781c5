-- CreateTable
CREATE TABLE "pace" (
    "key" TEXT NOT NULL,
    "sent" TIMESTAMPTZ(3)[],

    CONSTRAINT "pace_pkey" PRIMARY KEY ("key")
);
