-- CreateTable
CREATE TABLE "scheme_version" (
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "fromMonth" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "scheme_version_pkey" PRIMARY KEY ("version")
);
