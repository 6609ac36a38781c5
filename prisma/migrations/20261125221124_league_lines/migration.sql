-- CreateTable
CREATE TABLE "league_lines" (
    "month" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "league_lines_pkey" PRIMARY KEY ("month","version")
);
