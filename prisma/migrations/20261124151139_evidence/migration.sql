-- AlterTable
ALTER TABLE "attachment" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "nextTry" TIMESTAMPTZ(3),
ADD COLUMN     "platform" TEXT NOT NULL,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "source" JSONB NOT NULL,
ADD COLUMN     "state" TEXT NOT NULL,
ALTER COLUMN "ticket" SET NOT NULL,
ALTER COLUMN "sha256" DROP NOT NULL,
ALTER COLUMN "type" DROP NOT NULL,
ALTER COLUMN "size" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "attachment_state_nextTry_idx" ON "attachment"("state", "nextTry");
