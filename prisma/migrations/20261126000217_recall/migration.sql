-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "messageRef" TEXT,
ADD COLUMN     "recalls" TEXT;
