CREATE TABLE "audit" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_audit" PRIMARY KEY AUTOINCREMENT,
    "request" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "campaign" TEXT NULL,
    "outcome" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "correlation" TEXT NULL
);


CREATE TABLE "campaigns" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_campaigns" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "labels" TEXT NOT NULL,
    "consent" TEXT NOT NULL,
    "schedule" TEXT NULL,
    "next_night_at" INTEGER NULL,
    "created_at" INTEGER NOT NULL,
    "last_night" INTEGER NOT NULL,
    "copy_of" TEXT NULL,
    "status" TEXT NOT NULL,
    "earlier_consents" TEXT NOT NULL,
    "consensus" REAL NULL,
    "asks_location" INTEGER NOT NULL,
    "strategy" TEXT NOT NULL,
    "row_version" INTEGER NOT NULL
);


CREATE TABLE "channels" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_channels" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "current" TEXT NULL,
    "previous" TEXT NOT NULL,
    "withdrawn" TEXT NOT NULL,
    "trial" TEXT NULL,
    "row_version" INTEGER NOT NULL
);


CREATE TABLE "condemned_blobs" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_condemned_blobs" PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "deleting" INTEGER NOT NULL
);


CREATE TABLE "consents" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_consents" PRIMARY KEY AUTOINCREMENT,
    "contributor" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "newsletter" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "location" INTEGER NOT NULL
);


CREATE TABLE "deleted_blobs" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_deleted_blobs" PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "at" INTEGER NOT NULL
);


CREATE TABLE "feature_files" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_feature_files" PRIMARY KEY AUTOINCREMENT,
    "digest" TEXT NOT NULL,
    "stored_at" INTEGER NOT NULL
);


CREATE TABLE "highlights" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_highlights" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "issue" INTEGER NOT NULL,
    "submission" TEXT NOT NULL
);


CREATE TABLE "issues" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_issues" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "published_at" INTEGER NOT NULL
);


CREATE TABLE "label_splits" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_label_splits" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "label" INTEGER NOT NULL,
    "train" INTEGER NOT NULL,
    "validation" INTEGER NOT NULL,
    "test" INTEGER NOT NULL,
    "row_version" INTEGER NOT NULL
);


CREATE TABLE "models" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_models" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "night" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "artifacts" TEXT NOT NULL,
    "generation" TEXT NULL
);


CREATE TABLE "newsletters" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_newsletters" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "picked" TEXT NOT NULL,
    "last_issue" INTEGER NOT NULL,
    "row_version" INTEGER NOT NULL
);


CREATE TABLE "nights" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_nights" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "scheduled_for" TEXT NULL,
    "phase" TEXT NOT NULL,
    "progress" REAL NOT NULL,
    "fence" INTEGER NOT NULL,
    "opened_at" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "ended_at" INTEGER NULL,
    "reasons" TEXT NOT NULL,
    "report" TEXT NULL,
    "version" INTEGER NULL,
    "seed" INTEGER NOT NULL,
    "phases" TEXT NOT NULL,
    "steps" TEXT NOT NULL,
    "features" TEXT NULL,
    "row_version" INTEGER NOT NULL
);


CREATE TABLE "photo_hashes" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_photo_hashes" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "submission" TEXT NOT NULL,
    "pixel_digest" TEXT NOT NULL,
    "hash" INTEGER NOT NULL,
    "band0" INTEGER NOT NULL,
    "band1" INTEGER NOT NULL,
    "band2" INTEGER NOT NULL,
    "band3" INTEGER NOT NULL,
    "band4" INTEGER NOT NULL,
    "contributor" TEXT NOT NULL,
    "label" INTEGER NOT NULL,
    "captured_at" INTEGER NOT NULL,
    "cluster" TEXT NOT NULL,
    "replaces" TEXT NULL
);


CREATE TABLE "photo_locations" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_photo_locations" PRIMARY KEY AUTOINCREMENT,
    "submission" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "contributor" TEXT NOT NULL,
    "latitude" REAL NOT NULL,
    "longitude" REAL NOT NULL,
    "blurred" INTEGER NOT NULL
);


CREATE TABLE "points" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_points" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "contributor" TEXT NOT NULL,
    "submission" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "at" INTEGER NOT NULL
);


CREATE TABLE "receipts" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_receipts" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" TEXT NULL,
    "at" INTEGER NOT NULL
);


CREATE TABLE "releases" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_releases" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "event" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "share" INTEGER NULL
);


CREATE TABLE "reviews" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_reviews" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "submission" TEXT NOT NULL,
    "reviewer" TEXT NOT NULL,
    "accepted" INTEGER NOT NULL,
    "rejection" TEXT NULL,
    "label" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "duplicate_of" TEXT NULL,
    "batch" TEXT NULL,
    "before" TEXT NULL,
    "undoes" TEXT NULL
);


CREATE TABLE "split_groups" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_split_groups" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "contributor" TEXT NOT NULL,
    "label" INTEGER NOT NULL,
    "from" INTEGER NOT NULL,
    "split" TEXT NOT NULL
);


CREATE TABLE "submissions" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_submissions" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "volunteer" TEXT NOT NULL,
    "contributor" TEXT NOT NULL,
    "claimed_label" INTEGER NOT NULL,
    "label" INTEGER NOT NULL,
    "upload" TEXT NOT NULL,
    "upload_bytes" INTEGER NOT NULL,
    "captured_at" INTEGER NOT NULL,
    "received_at" INTEGER NOT NULL,
    "consent_version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "rejection" TEXT NULL,
    "duplicate_of" TEXT NULL,
    "findings" TEXT NULL,
    "split" TEXT NULL,
    "reviewed_at" INTEGER NULL,
    "points_turns" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,
    "quality" REAL NOT NULL,
    "cluster" TEXT NULL,
    "batch" TEXT NULL,
    "appeal" TEXT NULL,
    "gold" INTEGER NOT NULL,
    "activations" TEXT NULL,
    "master" TEXT NULL,
    "perceptual_hash" INTEGER NULL,
    "pixel_digest" TEXT NULL,
    "row_version" INTEGER NOT NULL,
    "thumbnail" TEXT NULL
);


CREATE TABLE "suspected_labels" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_suspected_labels" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "submission" TEXT NOT NULL,
    "label" INTEGER NOT NULL,
    "likelier" INTEGER NOT NULL,
    "confidence" REAL NOT NULL,
    "self_confidence" REAL NOT NULL,
    "margin" REAL NOT NULL,
    "night" INTEGER NOT NULL,
    "settled_at" INTEGER NULL
);


CREATE TABLE "tokens" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_tokens" PRIMARY KEY AUTOINCREMENT,
    "hash" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "volunteer" TEXT NULL,
    "name" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "revoked_at" INTEGER NULL,
    "id" TEXT NOT NULL,
    "expires_at" INTEGER NULL,
    "row_version" INTEGER NOT NULL
);


CREATE TABLE "turns" (
    "name" TEXT NOT NULL CONSTRAINT "PK_turns" PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "until" INTEGER NOT NULL
);


CREATE TABLE "volunteers" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_volunteers" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "contributor" TEXT NOT NULL,
    "pseudonym" TEXT NOT NULL,
    "show_on_leaderboard" INTEGER NOT NULL,
    "registered_at" INTEGER NOT NULL,
    "consents" TEXT NOT NULL,
    "erased_at" INTEGER NULL,
    "time_zone" TEXT NOT NULL,
    "weekly_goal" INTEGER NOT NULL,
    "unlimited" INTEGER NOT NULL,
    "home_zone" TEXT NULL,
    "pseudonym_key" TEXT NULL,
    "row_version" INTEGER NOT NULL
);


CREATE TABLE "votes" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_votes" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "submission" TEXT NOT NULL,
    "voter" TEXT NOT NULL,
    "accepted" INTEGER NOT NULL,
    "rejection" TEXT NULL,
    "label" INTEGER NOT NULL,
    "weight" REAL NOT NULL,
    "agrees" INTEGER NULL,
    "at" INTEGER NOT NULL
);


CREATE TABLE "withdrawn_photos" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_withdrawn_photos" PRIMARY KEY AUTOINCREMENT,
    "campaign" TEXT NOT NULL,
    "photo" TEXT NOT NULL,
    "at" INTEGER NOT NULL
);


CREATE TABLE "work" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_work" PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "correlation" TEXT NULL,
    "trace" TEXT NULL,
    "attempts" INTEGER NOT NULL,
    "interruptions" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "not_before" INTEGER NULL,
    "leased_until" INTEGER NULL,
    "last_error" TEXT NULL,
    "done_at" INTEGER NULL,
    "dead_at" INTEGER NULL
);


CREATE INDEX "IX_audit_action_sequence" ON "audit" ("action", "sequence");


CREATE INDEX "IX_audit_actor_sequence" ON "audit" ("actor", "sequence");


CREATE INDEX "IX_audit_campaign_sequence" ON "audit" ("campaign", "sequence");


CREATE INDEX "IX_audit_request" ON "audit" ("request");


CREATE UNIQUE INDEX "IX_campaigns_id" ON "campaigns" ("id");


CREATE INDEX "IX_campaigns_next_night_at" ON "campaigns" ("next_night_at");


CREATE INDEX "IX_channels_campaign" ON "channels" ("campaign");


CREATE UNIQUE INDEX "IX_channels_id" ON "channels" ("id");


CREATE INDEX "IX_condemned_blobs_deleting_kind_at" ON "condemned_blobs" ("deleting", "kind", "at");


CREATE UNIQUE INDEX "IX_condemned_blobs_kind_digest" ON "condemned_blobs" ("kind", "digest");


CREATE INDEX "IX_consents_contributor_campaign" ON "consents" ("contributor", "campaign");


CREATE INDEX "IX_deleted_blobs_at" ON "deleted_blobs" ("at");


CREATE INDEX "IX_deleted_blobs_digest" ON "deleted_blobs" ("digest");


CREATE UNIQUE INDEX "IX_feature_files_digest" ON "feature_files" ("digest");


CREATE INDEX "IX_highlights_campaign_issue" ON "highlights" ("campaign", "issue");


CREATE UNIQUE INDEX "IX_highlights_submission" ON "highlights" ("submission");


CREATE UNIQUE INDEX "IX_issues_campaign_number" ON "issues" ("campaign", "number");


CREATE INDEX "IX_label_splits_campaign" ON "label_splits" ("campaign");


CREATE UNIQUE INDEX "IX_label_splits_id" ON "label_splits" ("id");


CREATE UNIQUE INDEX "IX_models_campaign_version" ON "models" ("campaign", "version");


CREATE UNIQUE INDEX "IX_newsletters_id" ON "newsletters" ("id");


CREATE UNIQUE INDEX "IX_nights_campaign_number" ON "nights" ("campaign", "number");


CREATE UNIQUE INDEX "IX_nights_id" ON "nights" ("id");


CREATE INDEX "IX_photo_hashes_campaign_band0" ON "photo_hashes" ("campaign", "band0");


CREATE INDEX "IX_photo_hashes_campaign_band1" ON "photo_hashes" ("campaign", "band1");


CREATE INDEX "IX_photo_hashes_campaign_band2" ON "photo_hashes" ("campaign", "band2");


CREATE INDEX "IX_photo_hashes_campaign_band3" ON "photo_hashes" ("campaign", "band3");


CREATE INDEX "IX_photo_hashes_campaign_band4" ON "photo_hashes" ("campaign", "band4");


CREATE UNIQUE INDEX "IX_photo_hashes_campaign_pixel_digest" ON "photo_hashes" ("campaign", "pixel_digest");


CREATE INDEX "IX_photo_hashes_contributor_label_captured_at" ON "photo_hashes" ("contributor", "label", "captured_at");


CREATE UNIQUE INDEX "IX_photo_hashes_submission" ON "photo_hashes" ("submission");


CREATE INDEX "IX_photo_locations_contributor_campaign" ON "photo_locations" ("contributor", "campaign");


CREATE UNIQUE INDEX "IX_photo_locations_submission" ON "photo_locations" ("submission");


CREATE INDEX "IX_points_campaign_at" ON "points" ("campaign", "at");


CREATE INDEX "IX_points_contributor" ON "points" ("contributor");


CREATE UNIQUE INDEX "IX_points_submission_reason" ON "points" ("submission", "reason");


CREATE INDEX "IX_receipts_campaign_channel_version" ON "receipts" ("campaign", "channel", "version");


CREATE UNIQUE INDEX "IX_receipts_id" ON "receipts" ("id");


CREATE INDEX "IX_releases_campaign_channel_sequence" ON "releases" ("campaign", "channel", "sequence");


CREATE UNIQUE INDEX "IX_reviews_batch_submission" ON "reviews" ("batch", "submission");


CREATE INDEX "IX_reviews_campaign_sequence" ON "reviews" ("campaign", "sequence");


CREATE INDEX "IX_reviews_submission" ON "reviews" ("submission");


CREATE UNIQUE INDEX "IX_split_groups_campaign_contributor_label_from" ON "split_groups" ("campaign", "contributor", "label", "from");


CREATE INDEX "IX_submissions_activations" ON "submissions" ("activations");


CREATE INDEX "IX_submissions_campaign_gold_sequence" ON "submissions" ("campaign", "gold", "sequence");


CREATE INDEX "IX_submissions_campaign_pixel_digest" ON "submissions" ("campaign", "pixel_digest");


CREATE INDEX "IX_submissions_campaign_status_cluster_sequence" ON "submissions" ("campaign", "status", "cluster", "sequence");


CREATE INDEX "IX_submissions_campaign_status_label_sequence" ON "submissions" ("campaign", "status", "label", "sequence");


CREATE INDEX "IX_submissions_campaign_status_quality_sequence" ON "submissions" ("campaign", "status", "quality", "sequence");


CREATE INDEX "IX_submissions_campaign_status_sequence" ON "submissions" ("campaign", "status", "sequence");


CREATE INDEX "IX_submissions_contributor_label_captured_at" ON "submissions" ("contributor", "label", "captured_at");


CREATE UNIQUE INDEX "IX_submissions_id" ON "submissions" ("id");


CREATE INDEX "IX_submissions_master" ON "submissions" ("master");


CREATE INDEX "IX_submissions_thumbnail" ON "submissions" ("thumbnail");


CREATE INDEX "IX_submissions_upload" ON "submissions" ("upload");


CREATE INDEX "IX_submissions_volunteer_campaign_received_at" ON "submissions" ("volunteer", "campaign", "received_at");


CREATE INDEX "IX_submissions_volunteer_sequence" ON "submissions" ("volunteer", "sequence");


CREATE INDEX "IX_suspected_labels_campaign_settled_at_margin_sequence" ON "suspected_labels" ("campaign", "settled_at", "margin", "sequence");


CREATE UNIQUE INDEX "IX_suspected_labels_submission_label" ON "suspected_labels" ("submission", "label");


CREATE UNIQUE INDEX "IX_tokens_hash" ON "tokens" ("hash");


CREATE UNIQUE INDEX "IX_tokens_id" ON "tokens" ("id");


CREATE INDEX "IX_tokens_volunteer" ON "tokens" ("volunteer");


CREATE UNIQUE INDEX "IX_volunteers_contributor" ON "volunteers" ("contributor");


CREATE UNIQUE INDEX "IX_volunteers_id" ON "volunteers" ("id");


CREATE UNIQUE INDEX "IX_volunteers_pseudonym_key" ON "volunteers" ("pseudonym_key");


CREATE INDEX "IX_votes_campaign_voter_agrees" ON "votes" ("campaign", "voter", "agrees");


CREATE UNIQUE INDEX "IX_votes_submission_voter" ON "votes" ("submission", "voter");


CREATE INDEX "IX_withdrawn_photos_campaign_sequence" ON "withdrawn_photos" ("campaign", "sequence");


CREATE UNIQUE INDEX "IX_work_key" ON "work" ("key");


CREATE INDEX "ix_work_dead" ON "work" ("kind") WHERE dead_at IS NOT NULL;


CREATE INDEX "ix_work_open" ON "work" ("kind", "not_before", "id") WHERE done_at IS NULL AND dead_at IS NULL;


