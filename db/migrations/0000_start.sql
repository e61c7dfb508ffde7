CREATE TABLE "conversations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"scene" text NOT NULL,
	"user_a" uuid,
	"user_b" uuid,
	"seq" bigint DEFAULT 0 NOT NULL,
	"rev" bigint DEFAULT 0 NOT NULL,
	"members_rev" bigint DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "members" (
	"conversation_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"joined_at" bigint NOT NULL,
	"left_at" bigint,
	"leave_rev" bigint,
	"visible" jsonb NOT NULL,
	"read_seq" bigint DEFAULT 0 NOT NULL,
	"clear_seq" bigint DEFAULT 0 NOT NULL,
	"pinned" boolean DEFAULT false NOT NULL,
	"notify" text DEFAULT 'all' NOT NULL,
	"notify_until" bigint,
	"hidden_seq" bigint,
	"marked_unread" boolean DEFAULT false NOT NULL,
	"draft" jsonb,
	"user_rev" bigint NOT NULL,
	CONSTRAINT "members_conversation_id_user_id_pk" PRIMARY KEY("conversation_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "friend_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"greeting" text NOT NULL,
	"state" text NOT NULL,
	"concealed" boolean DEFAULT false NOT NULL,
	"time" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"handled_at" bigint
);
--> statement-breakpoint
CREATE TABLE "friendships" (
	"user_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"listed" boolean DEFAULT false NOT NULL,
	"blocked" boolean DEFAULT false NOT NULL,
	"remark" text DEFAULT '' NOT NULL,
	"remark_pinyin" text DEFAULT '' NOT NULL,
	"since" bigint,
	"user_rev" bigint NOT NULL,
	CONSTRAINT "friendships_user_id_other_id_pk" PRIMARY KEY("user_id","other_id")
);
--> statement-breakpoint
CREATE TABLE "message_versions" (
	"conversation_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"rev" bigint NOT NULL,
	"content" jsonb NOT NULL,
	"time" bigint NOT NULL,
	CONSTRAINT "message_versions_conversation_id_seq_rev_pk" PRIMARY KEY("conversation_id","seq","rev")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"conversation_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"rev" bigint NOT NULL,
	"id" uuid NOT NULL,
	"id_client" text NOT NULL,
	"sender_id" uuid NOT NULL,
	"type" text NOT NULL,
	"countable" boolean NOT NULL,
	"content" jsonb,
	"custom" jsonb,
	"reply_to" jsonb,
	"mentions" jsonb,
	"time" bigint NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"touched" boolean DEFAULT false NOT NULL,
	"edited_at" bigint,
	"recalled_at" bigint,
	"recalled_by" uuid,
	CONSTRAINT "messages_conversation_id_seq_pk" PRIMARY KEY("conversation_id","seq")
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"from_id" uuid,
	"scene" text,
	"content" jsonb NOT NULL,
	"custom" jsonb,
	"state" text,
	"handled_by" uuid,
	"request_id" uuid,
	"time" bigint NOT NULL,
	"read_at" bigint,
	"user_rev" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"token_hash" "bytea",
	"device_name" text NOT NULL,
	"address" text NOT NULL,
	"created_at" bigint NOT NULL,
	"last_active_at" bigint NOT NULL,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"username_key" text NOT NULL,
	"display_name" text NOT NULL,
	"pinyin" text DEFAULT '' NOT NULL,
	"bio" text DEFAULT '' NOT NULL,
	"password_hash" text NOT NULL,
	"admin" boolean DEFAULT false NOT NULL,
	"settings" jsonb NOT NULL,
	"user_rev" bigint DEFAULT 0 NOT NULL,
	"settings_rev" bigint DEFAULT 0 NOT NULL,
	"changed_at" bigint NOT NULL,
	"last_seen_at" bigint,
	"created_at" bigint NOT NULL,
	"delete_at" bigint,
	"deleted_at" bigint
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_user_a_users_id_fk" FOREIGN KEY ("user_a") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_user_b_users_id_fk" FOREIGN KEY ("user_b") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "friend_requests" ADD CONSTRAINT "friend_requests_from_id_users_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "friend_requests" ADD CONSTRAINT "friend_requests_to_id_users_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "friendships" ADD CONSTRAINT "friendships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "friendships" ADD CONSTRAINT "friendships_other_id_users_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_sender_id_users_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "conversations_pair" ON "conversations" USING btree ("user_a","user_b") WHERE "conversations"."scene" = 'direct';--> statement-breakpoint
CREATE INDEX "conversations_changed_at" ON "conversations" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "members_feed" ON "members" USING btree ("user_id","user_rev");--> statement-breakpoint
CREATE UNIQUE INDEX "friend_requests_pending" ON "friend_requests" USING btree ("from_id","to_id") WHERE "friend_requests"."state" = 'init';--> statement-breakpoint
CREATE INDEX "friend_requests_from" ON "friend_requests" USING btree ("from_id","to_id","time");--> statement-breakpoint
CREATE INDEX "friend_requests_to" ON "friend_requests" USING btree ("to_id","from_id","time");--> statement-breakpoint
CREATE INDEX "friendships_feed" ON "friendships" USING btree ("user_id","user_rev");--> statement-breakpoint
CREATE INDEX "friendships_other" ON "friendships" USING btree ("other_id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_id_client" ON "messages" USING btree ("sender_id","id_client");--> statement-breakpoint
CREATE INDEX "messages_touched" ON "messages" USING btree ("conversation_id","rev") WHERE "messages"."touched";--> statement-breakpoint
CREATE INDEX "notices_feed" ON "notices" USING btree ("user_id","user_rev");--> statement-breakpoint
CREATE INDEX "notices_newest" ON "notices" USING btree ("user_id","time");--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("user_id") WHERE "notices"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notices_request" ON "notices" USING btree ("request_id") WHERE "notices"."request_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token_hash" ON "sessions" USING btree ("token_hash") WHERE "sessions"."token_hash" is not null;--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_revoked_at" ON "sessions" USING btree ("revoked_at") WHERE "sessions"."revoked_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "users_username_key" ON "users" USING btree ("username_key");--> statement-breakpoint
CREATE INDEX "users_changed_at" ON "users" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "users_delete_at" ON "users" USING btree ("delete_at") WHERE "users"."delete_at" is not null and "users"."deleted_at" is null;