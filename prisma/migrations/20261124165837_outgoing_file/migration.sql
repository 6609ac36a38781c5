-- CreateTable
CREATE TABLE "outgoing_file" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outgoing_file_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "outgoing_file_at_idx" ON "outgoing_file"("at");
