CREATE TABLE "group_invites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"max_uses" integer,
	"uses" integer DEFAULT 0 NOT NULL,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "group_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"time" bigint NOT NULL,
	"actor_id" uuid NOT NULL,
	"action" text NOT NULL,
	"targets" jsonb NOT NULL,
	"value" jsonb
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"avatar" text,
	"announcement" jsonb,
	"join_mode" text DEFAULT 'invite' NOT NULL,
	"history" text DEFAULT 'none' NOT NULL,
	"invite_by" text DEFAULT 'all' NOT NULL,
	"edit_by" text DEFAULT 'admins' NOT NULL,
	"mention_all_by" text DEFAULT 'admins' NOT NULL,
	"members_visible" boolean DEFAULT true NOT NULL,
	"mute_all" boolean DEFAULT false NOT NULL,
	"slow_mode_seconds" integer DEFAULT 0 NOT NULL,
	"recall_seconds" integer DEFAULT 120 NOT NULL,
	"dissolved_at" bigint,
	"member_count" integer NOT NULL,
	"rev" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "join_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"inviter_id" uuid,
	"text" text NOT NULL,
	"state" text NOT NULL,
	"handled_by" uuid,
	"time" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"from_id" uuid,
	"content" jsonb NOT NULL,
	"user_ids" jsonb NOT NULL,
	"time" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "role" text DEFAULT 'member' NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "managed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "nickname" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "nickname_pinyin" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "joined_via" text DEFAULT 'create' NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "joined_by" uuid;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "muted_until" bigint;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "rev" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "last_sent_at" bigint;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "banned" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "announcement_rev" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "left_title" text;--> statement-breakpoint
ALTER TABLE "group_invites" ADD CONSTRAINT "group_invites_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_invites" ADD CONSTRAINT "group_invites_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_log" ADD CONSTRAINT "group_log_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_id_conversations_id_fk" FOREIGN KEY ("id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "join_requests" ADD CONSTRAINT "join_requests_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "join_requests" ADD CONSTRAINT "join_requests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_invites_group" ON "group_invites" USING btree ("conversation_id","created_at");--> statement-breakpoint
CREATE INDEX "group_log_group" ON "group_log" USING btree ("conversation_id","time","id");--> statement-breakpoint
CREATE INDEX "group_log_time" ON "group_log" USING btree ("time");--> statement-breakpoint
CREATE UNIQUE INDEX "join_requests_pending" ON "join_requests" USING btree ("conversation_id","user_id") WHERE "join_requests"."state" = 'init';--> statement-breakpoint
CREATE INDEX "join_requests_user" ON "join_requests" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_owner" ON "members" USING btree ("conversation_id") WHERE "members"."role" = 'owner' and "members"."left_at" is null;--> statement-breakpoint
CREATE INDEX "members_changed" ON "members" USING btree ("conversation_id","rev") WHERE "members"."rev" > 0;