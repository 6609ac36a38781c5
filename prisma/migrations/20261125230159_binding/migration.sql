-- AlterTable
ALTER TABLE "person" ADD COLUMN     "mobile" BYTEA;

-- AlterTable
ALTER TABLE "chat" ADD COLUMN     "goneAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "invitation" (
    "code" BYTEA NOT NULL,
    "person" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "platform" TEXT,
    "account" TEXT,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("code")
);

-- CreateIndex
CREATE INDEX "invitation_person_idx" ON "invitation"("person");
